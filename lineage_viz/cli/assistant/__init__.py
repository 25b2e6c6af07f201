"""Answers for an assistant, such as an editor or a chat, by the Model Context Protocol (modelcontextprotocol.io)."""
