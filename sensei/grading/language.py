"""The part of Python that code answers are written in: its statements, built-in names and attributes."""

import ast
import builtins

NODES = (
    ast.Module, ast.FunctionDef, ast.ClassDef, ast.Return, ast.Delete, ast.Assign, ast.AugAssign, ast.AnnAssign,
    ast.For, ast.While, ast.If, ast.With, ast.Match, ast.Raise, ast.Try, ast.Assert, ast.Import, ast.ImportFrom,
    ast.Nonlocal, ast.Expr, ast.Pass, ast.Break, ast.Continue,
    ast.BoolOp, ast.NamedExpr, ast.BinOp, ast.UnaryOp, ast.Lambda, ast.IfExp, ast.Dict, ast.Set, ast.ListComp,
    ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.Yield, ast.YieldFrom, ast.Compare, ast.Call, ast.FormattedValue,
    ast.JoinedStr, ast.Constant, ast.Attribute, ast.Subscript, ast.Starred, ast.Name, ast.List, ast.Tuple, ast.Slice,
    ast.expr_context, ast.boolop, ast.operator, ast.unaryop, ast.cmpop, ast.comprehension, ast.ExceptHandler,
    ast.arguments, ast.arg, ast.keyword, ast.alias, ast.withitem, ast.match_case, ast.pattern,
)  # fmt: skip

_ERRORS = {
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, Exception) and not name.startswith("_")
}
# Names that are harmless in some calls, and not as values that can be passed on.
ONLY_CALLED = frozenset("getattr hasattr super type".split())
BUILTINS = _ERRORS | set(
    """
    NotImplemented Ellipsis abs all any ascii bin bool bytes callable chr classmethod complex dict divmod enumerate
    filter float format frozenset getattr hasattr hash hex id int isinstance issubclass iter len list map max min next
    object oct ord pow print property range repr reversed round set slice sorted staticmethod str sum super tuple type
    zip
    """.split()
)
ALL_BUILTINS = frozenset(dir(builtins)) | set("copyright credits exit help license quit".split())

# Classes whose pattern takes the value itself.
SELF_MATCHING = frozenset("bool bytearray bytes dict float frozenset int list set str tuple".split())
METHODS = frozenset("__init__ __len__ __getitem__ __iter__ __next__ __call__ __enter__ __exit__".split())
# Attributes that lead out of a value: to frames, modules, files, or through a string to any attribute; and those that
# take memory away from under what still stands on it.
ATTRIBUTES = frozenset(
    """
    ag_await ag_code ag_frame co_code co_consts cr_await cr_code cr_frame cr_origin f_back f_builtins f_code f_globals
    f_locals f_trace func_code func_globals gi_code gi_frame gi_yieldfrom mro tb_frame tb_next with_traceback
    builtins codecs ctypes ctypeslib importlib inspect io marshal multiprocessing os pathlib pickle platform posix
    savefig shutil signal socket subprocess sys tempfile threading types
    canvas dump dumps from_buffer from_file fromfile memmap open print_figure read_bytes read_text set_canvas tofile
    unlink write_bytes write_text
    compile module_load multiprocessing_context share_memory share_memory_
    format format_map
    cffi bar_label clabel fmt_xdata fmt_ydata set_formatter set_major_formatter set_minor_formatter
    base cast gen new obj resize resize_ resize_as_ set_ set_params set_submodule setflags
    coalesce ccol_indices col_indices crow_indices row_indices sparse_mask sparse_resize_ sparse_resize_and_clear_
    to_sparse to_sparse_bsc to_sparse_bsr to_sparse_coo to_sparse_csc to_sparse_csr
    """.split()
)
# What may be set on an object that is not the answer's own: what is data there. What an object does, it keeps doing.
DATA = frozenset("bias data grad requires_grad training weight".split())
# What a module or a dataset does; an answer's own keeps doing it, too.
BEHAVIOUR = frozenset(
    """
    add_module apply bfloat16 buffers children compile cpu cuda double eval extra_repr float forward get_buffer
    get_extra_state get_parameter get_submodule half load_state_dict modules named_buffers named_children named_modules
    named_parameters parameters register_buffer register_module register_parameter requires_grad_ set_extra_state
    set_submodule state_dict to to_empty train type xpu zero_grad
    """.split()
)
HOOKS = frozenset("forward extra_repr train".split())  # those that a class is meant to write
# Where an answer stands among the koan's own lines: what may be called there, by name and as a method of any value.
# None of it writes into what it is given.
READING_CALLS = frozenset(
    """
    abs bool complex dict float frozenset int len list max min range round set slice str sum tuple
    torch.Size torch.as_tensor torch.device torch.finfo torch.from_numpy torch.iinfo torch.tensor
    numpy.array numpy.asarray numpy.dtype
    """.split()
)
READING_METHODS = frozenset(
    """
    clone contiguous copy cpu detach dim element_size is_contiguous item nelement numel numpy size stride tolist
    """.split()
)
READING_OPTIONS = frozenset("copy dtype force".split())

# Classes that can be asked about; who calls them may get memory as whatever it is not. Those of tensors can be called
# where it is seen that they are given no address.
ONLY_ASKED_ABOUT = frozenset({"numpy.ndarray"})
TENSORS = frozenset(
    f"torch.{kind}Tensor" for kind in ("", *"BFloat16 Bool Byte Char Double Float Half Int Long Short".split())
)
# What an annotation is written in that says no more than which types are meant.
ANNOTATING = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Tuple, ast.List, ast.BinOp, ast.BitOr, ast.Constant, ast.expr_context
)  # fmt: skip

# What a class may be built upon: all classes of these modules behave as the library says, whatever is added to them.
EXTENDED = frozenset("torch.nn torch.utils.data torch.optim torch.autograd.Function".split())
NOT_EXTENDED = frozenset("torch.nn.Parameter torch.nn.Buffer".split())  # they are tensors
PLAIN_BASES = _ERRORS | {"object"}
