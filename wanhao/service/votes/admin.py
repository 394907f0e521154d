"""Polls in the admin: the number, its time and lines, questions with their keys."""

from __future__ import annotations

from django.contrib import admin
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from wanhao.service.votes.models import Choice, Poll, Question


class QuestionInline(StackedInline):
    """What is asked, in order."""

    model = Question
    extra = 0
    show_change_link = True


class ChoiceInline(TabularInline):
    """The keys of a question."""

    model = Choice
    extra = 2


@admin.register(Poll)
class PollAdmin(ModelAdmin):
    """A number for very many short calls."""

    list_display = ["code", "name_zh", "number", "kind", "opens_at", "closes_at", "most_lines", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["code", "name_zh", "name_en", "number"]
    inlines = [QuestionInline]


@admin.register(Question)
class QuestionAdmin(ModelAdmin):
    """A question with its answers."""

    list_display = ["poll", "position", "text"]
    list_filter = ["poll"]
    inlines = [ChoiceInline]
