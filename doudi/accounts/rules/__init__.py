"""Identity levels and second steps, in plain Python.

Level 0: a phone that answered a code. It sees only what was typed in this sign-in.
Level 1: a person that an office knows: seen with the identity card by a named officer, signed in
through the government platform, or answering a code at a number that an office recorded before.
"""
