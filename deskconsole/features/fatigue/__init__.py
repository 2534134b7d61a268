"""What alarms cost people: how many a shift, how fast they are answered, how many were worth ringing for."""
