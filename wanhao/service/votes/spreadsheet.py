"""The result of a poll as an XLSX file; shares are formulas over the counts."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wanhao.service.votes.queries import Result


def workbook(result: Result) -> bytes:
    """Two sheets: answers by question, and calls by what became of them."""
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        bold, share = book.add_format({"bold": True}), book.add_format({"num_format": "0.0%"})
        _write_answers(book.add_worksheet(_("Answers")), result, bold, share)
        _write_calls(book.add_worksheet(_("Calls")), result, bold)
    return memory.getvalue()


def _write_answers(sheet: Any, result: Result, bold: Any, share: Any) -> None:
    sheet.set_column(0, 1, 40)
    heads = [
        _("Question"),
        pgettext("poll", "Answer"),
        _("Key"),
        pgettext("poll", "Votes"),
        _("Votes for this question"),
        _("Share"),
    ]
    sheet.write_row(0, 0, heads, bold)
    line = 0
    for question in result.questions:
        for answer in question.choices:
            line += 1
            sheet.write_string(line, 0, question.text)
            sheet.write_string(line, 1, answer.choice.name)
            sheet.write_row(line, 2, [answer.choice.key, answer.votes, answer.of])
            formula = f'=IF(E{line + 1}=0,"",D{line + 1}/E{line + 1})'
            sheet.write_formula(line, 5, formula, share, "" if answer.share is None else answer.share)


def _write_calls(sheet: Any, result: Result, bold: Any) -> None:
    sheet.set_column(0, 0, 40)
    sheet.write_row(0, 0, [_("Calls"), result.poll.name], bold)
    rows = [(pgettext("vote", "Counted"), result.ballots)]
    rows += result.reasons
    for line, (name, many) in enumerate(rows, start=1):
        sheet.write_string(line, 0, name)
        sheet.write_number(line, 1, many)
    sheet.write_string(len(rows) + 2, 0, f"{localtime(result.at):%F %T}")
