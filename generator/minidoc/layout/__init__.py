"""Black's layout for what templates render: lines that are too long are split."""
