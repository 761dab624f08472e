"""What the product talks about: sessions, turns, scenarios, people, errors. Pure data and rules."""
