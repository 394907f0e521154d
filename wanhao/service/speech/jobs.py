"""Work of the worker: files of prompts made before somebody needs them, and deleted when nobody does any more."""

from __future__ import annotations

from procrastinate.contrib.django import app

from wanhao.service.speech import prompts


@app.task(name="speech.speak_prompts")
def speak_prompts() -> None:
    """Make the files of all prompts after one was changed, so that nobody waits for them."""
    prompts.make_all(prompts.everything())


@app.periodic(cron="17 3 * * *")
@app.task(name="speech.keep_house", queueing_lock="speech retention")
def keep_house(timestamp: int) -> None:
    """Each night: delete prompt files nobody says any more."""
    prompts.prune(prompts.everything())
