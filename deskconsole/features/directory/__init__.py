"""Teams, operators, customers and services: who works here, and for whom."""
