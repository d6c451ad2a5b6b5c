"""The survey beside the interviews: bars of answers, index means, and the themes they belong to."""
