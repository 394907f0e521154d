"""SIP and RTP as a small asyncio library: a call is a coroutine, media runs in a process of its own.

Start with `switch.Switch` (it lets calls in and rings users), `dialog.Dialog` (one far end) and
`conversation.Conversation` (two of them). Nothing is imported here: the media and mixer processes need little of it.
"""
