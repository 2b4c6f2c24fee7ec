"""What the door itself asks: the self-assessment, and the names that it leaves out."""
