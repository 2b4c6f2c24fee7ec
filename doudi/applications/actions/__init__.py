"""What is done to an application, by noun."""
