"""What others may ask about assessments, opinions, sheets, decisions and letters."""
