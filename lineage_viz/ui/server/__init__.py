"""The server around Streamlit: middleware for each request, health, metrics, the log, and the start."""
