"""How many contacts of a queue an agent may have at once, as routing gives them out. Plain Python.

A contact weighs so much of an agent's load of 100, so `100 // weight` of one kind fit: one call, three chats of 30.
Where a limit is set the channel weighs for that agent what the limit comes to (routing's `channel_weights`), or never
fits.
Each of these places is a server of its own: a queue of `n` agents with `c` at once is one of `n·c` servers, each ending
`mu` services a second, where `1/mu` is how long one contact is served among the others (Luo and Zhang, *Staffing and
Control of Instant Messaging Contact Centers*, Operations Research 61, 2013; the time measured is that under the load
there is).

Worked example: 4 agents, chats of weight 30 and 600 s each, 2 wait before me: 12 places end 12/600 = 0.02 a second, so
three departures take 150 s on average; with one chat at a time it would be 450 s. Who is limited to two chats weighs
each 50. A queue of three calls (100) to each chat (30), as if all took as long: 4 / (3/1 + 1/3) = 1.2 at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

FULL_LOAD = 100
Kind = tuple[str, int, int]  # channel, weight, how many of them among the latest


def weight_for(kind: Kind, own_weights: Mapping[str, int]) -> int:
    """What a contact of this kind weighs for an agent."""
    channel, weight, _many = kind
    return own_weights.get(channel, weight)


def at_once(kinds: Sequence[Kind], own_weights: Mapping[str, int]) -> float:
    """How many contacts of a queue of these kinds an agent may have at once; 0 when none of them fits, 1 if unknown.

    >>> [at_once([("chat", 30, 9)], own) for own in ({}, {"chat": 50}, {"chat": 101})]
    [3.0, 2.0, 0.0]
    """
    if not kinds:
        return 1.0
    weighed = [(weight_for(kind, own_weights), kind[2]) for kind in kinds]
    fitting = [(FULL_LOAD // weight, many) for weight, many in weighed if weight <= FULL_LOAD]
    return sum(many for _places, many in fitting) / sum(many / places for places, many in fitting) if fitting else 0.0


def may_take(kinds: Sequence[Kind], own_weights: Mapping[str, int], load: int) -> bool:
    """Does what comes most often (the first kind) fit beside the load an agent has?"""
    weight = weight_for(kinds[0], own_weights) if kinds else FULL_LOAD
    return load + weight <= FULL_LOAD
