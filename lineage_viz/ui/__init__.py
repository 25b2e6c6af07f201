"""Streamlit helpers that pages share: the frame, the store, the explorer's parts."""
