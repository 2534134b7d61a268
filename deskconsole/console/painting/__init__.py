"""From words to cells: signs, figures, columns, lines, and the colours that they get."""
