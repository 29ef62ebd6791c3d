"""Following money: one attempt driven to its end, and what has left the desk."""
