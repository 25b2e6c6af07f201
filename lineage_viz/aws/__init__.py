"""Parts that every client of AWS here shares: its session, and the sentences for the refusals of AWS."""
