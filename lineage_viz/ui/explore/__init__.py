"""The parts of the Explore page: address, controls, picture, the panel beside it and the lists below it."""
