"""Messages to systems outside, over HTTP: signed, sent by jobs, sent again when refused, each attempt on record."""
