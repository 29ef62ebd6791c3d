"""What has left the desk: set aside, watched, come late, or found without a sale."""
