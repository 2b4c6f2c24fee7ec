"""Who sees what did not arrive: those who run the machine. No number and no name is shown."""

WATCHERS = ("system_admin",)
