"""The only way to write chats: one function for each use-case."""

from wanhao.service.chat.calling_back import agree_callback as agree_callback
from wanhao.service.chat.ending import Reason as Reason
from wanhao.service.chat.ending import end_chat as end_chat
from wanhao.service.chat.opening import ChatClosed as ChatClosed
from wanhao.service.chat.opening import begin_chat as begin_chat
from wanhao.service.chat.reading import open_file as open_file
from wanhao.service.chat.reading import read_transcript as read_transcript
from wanhao.service.chat.serving import accept_chat as accept_chat
from wanhao.service.chat.serving import decline_chat as decline_chat
from wanhao.service.chat.serving import transfer_chat as transfer_chat
from wanhao.service.chat.talking import mark_read as mark_read
from wanhao.service.chat.talking import rate_chat as rate_chat
from wanhao.service.chat.talking import say as say
from wanhao.service.chat.talking import send_file as send_file
from wanhao.service.chat.talking import show_sign as show_sign
