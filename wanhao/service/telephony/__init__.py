"""Telephony: joins the softswitch to the centre."""
