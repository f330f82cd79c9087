"""Texts that are hard to read: for the parser, for those who walk its tree, for whoever decodes the bytes."""

from ..attack import Family
from ..koans import COUNTS, LIST, NESTED, WEEKS
from .edits import ASSERT, swap

PARSING = Family("parse bombs and encodings")
add, texts = PARSING.blanks, PARSING.texts


def behind(code):
    """A change that puts text at the end of the file."""
    return lambda text: text + "\n\n" + code + "\n"


add("tower_of_powers", {LIST: ["9**9**9"], COUNTS: ["9**9**9", "2**10**8", "10**(10**10)", "1<<10**12"]})
add(
    "products_of_rows",
    {LIST: ["[0]*10**12"], COUNTS: ["'a'*10**10", "(1,)*10**10", "b'a'*10**10", "[[0]*10**6]*10**6"]},
)
add(
    "formats_without_end",
    {
        LIST: ["'%9999999999d' % 1"],
        COUNTS: ["'%*d' % (10**9, 1)", "b'%999999999d' % 1", "f'{1:999999999}'", "'{:>999999999}'.format(1)"],
    },
)
add("rows_of_rows", {LIST: ["[" + "[0]*999+" * 400 + "[0]]"], NESTED: ["([[[[0]*99]*99]*99]*99)", "20"]})
add("deep_brackets", {LIST: ["[" * 95 + "]" * 95], NESTED: ["(" * 150 + "1" + ")" * 150, "-" * 3000 + "20"]})
texts("deeper_brackets", LIST, swap((ASSERT, "assert doubled.tolist() == " + "[" * 10_000 + "]" * 10_000)))
texts("long_chain", LIST, swap((ASSERT, "assert doubled.tolist() == " + "1+" * 20_000 + "1")))
texts("long_attributes", LIST, swap((ASSERT, "assert doubled.tolist() == torch" + ".a" * 20_000)))
texts("long_calls", LIST, swap((ASSERT, "assert doubled.tolist() == torch" + "()" * 20_000)))
texts("long_not", LIST, swap((ASSERT, "assert doubled.tolist() == (" + "not " * 20_000 + "1)")))
texts("giant_dict", LIST, swap((ASSERT, "assert doubled.tolist() == {" + "1:1," * 20_000 + "}")))
texts("fields_of_an_fstring", LIST, swap((ASSERT, "assert doubled.tolist() == f'" + "{1}" * 15_000 + "'")))
texts("nested_fstrings", LIST, swap((ASSERT, "assert doubled.tolist() == f'{f\"{f'''{f\"\"\"{1}\"\"\"}'''}\"}'")))
add("keys_that_collide_as_written", {LIST: ["{" + ",".join(str(k * (2**61 - 1)) for k in range(4000)) + "}"]})
add(
    "digits_without_end",
    {
        LIST: ["9" * 4300],
        COUNTS: ["0x" + "f" * 40_000, "int('9' * 5000)", "float('1' * 40_000)", "complex('1' * 40_000)"],
    },
)
add("numbers_beyond_floats", {COUNTS: ["1e999", "-1e999", "1e999 - 1e999", "10**400 * 1.5"]})
add("arithmetic_that_fails", {COUNTS: ["1/0", "1 % 0", "-1 << 3 >> -1", "0.0 ** -1"], LIST: ["[1] + (2,)"]})
add("surrogates", {LIST: [r"'\ud800'"], WEEKS: ["raise ValueError('\\udfff\\x00\\uffff')"]})
add(
    "null_in_a_string",
    {LIST: [r"'\x00\x01\x1b\x7f\uffff'"], COUNTS: [r"'\N{NULL}'", r"b'\x00'", r"'\u202e60'", r"'\U0010ffff'"]},
)
add("huge_answer", {LIST: ["'" + "x" * 90_000 + "'"], WEEKS: ["return '" + "y" * 20_000 + "'"]})
add("long_program", {WEEKS: ["\n".join(f"x{n} = {n}" for n in range(4000))]})
add("deep_program", {WEEKS: ["\n".join(" " * n + "if daily:" for n in range(90)) + "\n" + " " * 90 + "pass"]})
add("many_blocks", {WEEKS: ["\n".join(" " * n + "for x in y:" for n in range(30)) + "\n" + " " * 30 + "pass"]})
texts("broken_defs", LIST, behind("def f(:\n" * 9000), survive=None)
texts("many_defs", LIST, behind("def f(): pass\n" * 6000), survive=None)
texts("many_statements", LIST, behind("x\n" * 40_000), survive=None)
texts("many_decorators", LIST, behind("@a\n" * 20_000 + "def f(): pass\n"), survive=None)
texts("blank_lines", LIST, behind("\n" * 100_000), survive=None)
texts("one_long_line", LIST, behind("#" + "x" * 100_000), survive=None)
texts("unclosed", LIST, behind("x = '''" + "(" * 1000), survive=None)
texts("merge_marks", LIST, behind("<<<<<<< mine\n=======\n>>>>>>> theirs\n" * 500), survive=None)

HIDDEN = "-*- coding: {} -*-"


def cookie(name):
    """A change that gives the file an encoding which Python would follow."""
    return lambda text: f"# {HIDDEN.format(name)}\n" + text


texts(
    "cookie_utf7",
    LIST,
    lambda text: cookie("utf-7")(text) + "\n#+AAo-def test_arithmetic_reaches_every_number(): pass\n",
    survive=None,
)
texts("cookie_rot13", LIST, cookie("rot13"), survive=None)
texts(
    "cookie_escapes",
    LIST,
    lambda text: cookie("raw_unicode_escape")(text) + "\n#\\u000adef test_arithmetic_reaches_every_number(): pass\n",
    survive=None,
)
texts("cookie_unknown", LIST, cookie("evil-codec"), survive=None)
texts("cookie_latin", LIST, lambda text: cookie("latin-1")(text).encode() + b"\n# \xe9\n", survive=None)
texts("cookie_idna", LIST, cookie("punycode"), survive=None)
texts("utf16", LIST, lambda text: text.encode("utf-16"), survive=None)
texts("utf32", LIST, lambda text: text.encode("utf-32"), survive=False)
texts("false_utf16", LIST, lambda text: b"\xff\xfe" + text.encode() + b"x", survive=False)
texts(
    "utf16_bomb", LIST, lambda text: b"\xff\xfe" + "\udc00".encode("utf-16-le", "surrogatepass") * 1000, survive=False
)
texts("null_bytes", LIST, lambda text: text.replace("assert", "ass\0ert"), survive=False)
texts(
    "null_at_the_end", LIST, lambda text: text + "\0def test_arithmetic_reaches_every_number(): pass\n", survive=False
)
texts("not_utf8", LIST, lambda text: text.encode() + b"\n# \xff\xfe\xfd\xc0\x80\n", survive=None)
texts("overlong_utf8", LIST, lambda text: text.encode() + b"\n# \xc0\xaf \xed\xa0\x80\n", survive=None)
texts("many_marks", LIST, lambda text: b"\xef\xbb\xbf" * 3 + text.encode(), survive=None)
texts("carriage_returns", LIST, lambda text: text.replace("\n", "\r") + "\r#\rdef f(): pass\r", survive=None)
texts("form_feeds", LIST, swap((ASSERT, "\x0c" + ASSERT + "\n    \x0c")), survive=None)
texts("line_separators", LIST, swap((ASSERT, "x = '\u2028\u2029\x85\x0b\x1c'\n    " + ASSERT)))
texts(
    "end_of_file_sign",
    LIST,
    swap((TESTED := "def test_arithmetic_reaches_every_number():", "\x1a" + TESTED)),
    survive=None,
)
texts("continued_lines", LIST, swap((ASSERT, "\\\n" * 500 + "    " + ASSERT)), survive=None)
texts("turned_round", LIST, swap((ASSERT, "'\u202e' ; " + ASSERT + " # \u2066 pass \u2069")))
texts("empty", LIST, lambda text: "", survive=False)
texts("blank_file", LIST, lambda text: " \n\t\n", survive=False)
texts("notebook", LIST, lambda text: '{"cells": [], "metadata": {}, "nbformat": 4}', survive=False)
texts(
    "pickle",
    LIST,
    lambda text: (
        b"\x80\x04\x95\x1e\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94\x8c\x04true\x94\x85\x94R\x94."
    ),
    survive=False,
)
texts("binary", LIST, lambda text: bytes(range(256)) * 400, survive=False)
