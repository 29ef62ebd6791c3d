"""Real crashes of a real till process: killed, starved and refused at each call that it makes."""
