size = 99
