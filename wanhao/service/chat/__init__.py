"""Chats: customers write on a web page, agents answer several at once; contacts of the same queues as calls."""
