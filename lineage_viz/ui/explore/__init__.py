"""The Explore page: its address and controls, the picture, the panel beside it and the lists below it."""
