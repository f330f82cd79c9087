"""Objects that claim to be equal to whatever they are compared with."""

from ..attack import Family
from ..koans import APPROX, COLOURS, COUNTS, DTYPES, LIST, NESTED, RAISES, SETS, SHAPES, SLOPE, SUMS, WEEKS

ALWAYS_EQUAL = Family("always equal")
add = ALWAYS_EQUAL.blanks

LIAR = """
class Liar:
    def __eq__(self, other):
        return True
    def __ne__(self, other):
        return False
    def __hash__(self):
        return 0
"""

add("mock_any", {LIST: ["ANY"], SLOPE: ["ANY"]}, "from unittest.mock import ANY", fools=True)
add("mock_any_by_import", {LIST: ["__import__('unittest.mock').mock.ANY"]}, fools=True)
add("liar_class", {LIST: ["Liar()"], SHAPES: ["Liar()"] * 3}, LIAR, fools=True)
add("liar_by_type", {LIST: ["type('L', (), {'__eq__': lambda self, other: True})()"]}, fools=True)
add("liar_in_a_list", {NESTED: ["[Liar(), Liar(), Liar()]", "Liar()"]}, LIAR, fools=True)
add("liar_is_a_list", {LIST: ["Lies()"]}, "class Lies(list):\n    __eq__ = lambda self, other: True\n", fools=True)
add("liar_is_a_dtype", {DTYPES: ["Liar()"] * 3}, LIAR, fools=True)
add("wide_approx", {COUNTS: ["pytest.approx(0, abs=1e9)"] * 4}, fools=True)
add("wide_approx_of_a_list", {LIST: ["pytest.approx([0, 0, 0], abs=1e9)"]}, fools=True)
add("approx_by_position", {COUNTS: ["pytest.approx(0, 1, 1e9)"] * 4}, fools=True)
add("approx_of_infinity", {COUNTS: ["pytest.approx(0, rel=float('inf'))"] * 4})
add("approx_widened_from_inside", {APPROX: ["3", "4", "1e9, abs=1e10"]}, fools=True)
add("approx_within_approx", {APPROX: ["3", "4", "pytest.approx(1e9, abs=1e10)"]})
add(
    "approx_of_an_inner_list", {NESTED: ["[pytest.approx([0, 0], abs=99)] * 3", "pytest.approx(0, abs=99)"]}, fools=True
)
add("any_error", {RAISES: ["(3, 1, 4, 5)", "(3, 4, 5, 1)", "Exception"]}, fools=True)
add("every_error", {RAISES: ["(3, 1, 4, 5)", "(3, 4, 5, 1)", "BaseException"]}, fools=True)
add("error_above_it", {RAISES: ["(3, 1, 4, 5)", "(3, 4, 5, 1)", "LookupError"]}, fools=True)
add("many_errors", {RAISES: ["(3, 1, 4, 5)", "(3, 4, 5, 1)", "(RuntimeError, ValueError, IndexError)"]}, fools=True)
add(
    "error_that_is_none",
    {RAISES: ["(3, 1, 4, 5)", "(3, 4, 5, 1)", "Any"]},
    "class Meta(type):\n    __instancecheck__ = __subclasscheck__ = lambda cls, other: True\nclass Any(Exception, metaclass=Meta): pass\n",
)
add("error_with_a_callable", {RAISES: ["(3, 1, 4, 5)", "(3, 4, 5, 1)", "ValueError, match=''"]})
add("mirror_by_name", {LIST: ["doubled.tolist()"], SLOPE: ["seconds.grad.item()"]}, fools=True)
add("mirror_worked_out", {LIST: ["(torch.tensor([1000, 2000, 3000]) * 2).tolist()"]}, fools=True)
add("mirror_by_comprehension", {LIST: ["[2 * each for each in steps_walked.tolist()]"]}, fools=True)
add("mirror_by_locals", {LIST: ["locals()['doubled'].tolist()"]}, fools=True)
add("set_of_liars", {SETS: ["{(3, -1), (-1, 2, -1), Liar()}", "Liar()"]}, LIAR)
add(
    "tensor_subclass",
    {SLOPE: ["torch.zeros(()).as_subclass(Yes)"], LIST: ["torch.zeros(3).as_subclass(Yes)"]},
    """
    class Yes(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            return True
    """,
    fools=True,
)
add(
    "array_subclass",
    {SLOPE: ["np.zeros(()).view(Yes)"]},
    """
    import numpy as np
    class Yes(np.ndarray):
        def __array_ufunc__(self, *args, **kwargs):
            return True
        __array_priority__ = 1e9
        __eq__ = __req__ = lambda self, other: True
    """,
    fools=True,
)
add("nan_and_not", {SLOPE: ["float('nan')"], COUNTS: ["float('nan')"] * 4})
add("tensor_for_a_number", {SLOPE: ["torch.tensor([])"], COUNTS: ["torch.tensor(True)"] * 4})

RESULT = """
class Result:
    shape = property(lambda self: Result())
    dtype = property(lambda self: Result())
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __bool__(self): return True
    def __len__(self): return 2
    def __iter__(self): return iter(())
    def __getattr__(self, name): return lambda *args, **kwargs: Result()
    def __getitem__(self, index): return Result()
"""
add("result_that_agrees", {COLOURS: ["Result()"], WEEKS: ["return Result()"]}, RESULT, fools=True)
add(
    "result_defined_inside",
    {
        WEEKS: [
            """
            class Result:
                shape = (3, 7)
                def tolist(self):
                    return [[1, 2, 3, 4, 5, 6, 7], [8, 9, 10, 11, 12, 13, 14]]
            return Result()
            """
        ]
    },
    fools=True,
)
add(
    "result_is_a_tensor_that_lies",
    {SUMS: ["torch.zeros(()).as_subclass(Yes)"], COLOURS: ["photos.as_subclass(Yes)"]},
    """
    class Yes(torch.Tensor):
        @classmethod
        def __torch_function__(cls, func, types, args=(), kwargs=None):
            if func is torch.allclose:
                return True
            return Agreeable()
    class Agreeable:
        __eq__ = __bool__ = lambda self, *others: True
        __call__ = __getattr__ = lambda self, *args: Agreeable()
    """,
    fools=True,
)
add(
    "result_is_a_list_that_lies",
    {WEEKS: ["made = daily.reshape(-1)[:0]\nmade.tolist = lambda: Lies()\nreturn made.as_subclass(Shaped)"]},
    """
    class Lies(list):
        def __eq__(self, other): return True
    class Shaped(torch.Tensor):
        shape = property(lambda self: Lies())
        tolist = lambda self: Lies()
    """,
    fools=True,
)
