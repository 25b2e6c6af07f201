"""What every client of AWS here shares: its session, and the sentences for what AWS refuses."""
