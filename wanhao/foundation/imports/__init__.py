"""Lists brought in as CSV or XLSX: checked, looked over, then written, with a file of what was rejected."""
