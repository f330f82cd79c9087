"""Matrix products and einsum: many sums of products in one go.

A matrix is a tensor with two dimensions, a vector has one. To take the dot product of two vectors, multiply what stands
in the same place and add up the products. left @ right, the matrix product, is a grid of such dot products. The method
.sum(dim) adds up along one dimension, .unsqueeze(dim) puts in a dimension of size 1, m.T swaps the rows and the columns
of a matrix, and t.mT swaps the last two dimensions of any tensor that has two or more.
"""

import pytest
import torch

from sensei import ___


def test_every_row_meets_every_column():
    """* multiplies what stands in the same place, and adds nothing. In left @ right the number in row i and column j is
    the dot product of row i of the left and column j of the right.
    """
    eaten = torch.tensor([[2, 1], [0, 3]])  # a row for each guest, a column for each dish
    dishes = torch.tensor([[5, 100], [4, 200]])  # a row for each dish: price, calories

    assert (eaten * dishes).tolist() == ___
    assert (eaten @ dishes).tolist() == ___


def test_the_inner_sizes_must_agree():
    """A dot product needs two vectors of one length. So ask how long a row of the left is, and how long a column of the
    right. If they differ, torch raises the same exception as for .item() on a tensor of several numbers.
    """
    ratings = torch.ones(3, 4)  # people, films
    genres = torch.ones(4, 2)  # films, genres

    assert (ratings @ genres).shape == ___
    assert (ratings @ genres)[2].tolist() == ___
    assert (genres.T @ ratings.T).shape == ___
    with pytest.raises(___):
        genres @ ratings


def tastes_in_common(people, films):
    """The dot product of each person with each film: one row for each person, one column for each film."""
    return ___


def test_sizes_that_fit_are_not_enough():
    """Both tables have a row for each name and a column for each quality. .reshape and .T can both make the sizes fit,
    but reshape fills the new rows with the numbers in their old order, so a new column mixes several films. Other
    tables are tried too.
    """
    people = torch.tensor([[1.0, 2.0], [3.0, 4.0]])  # how much they like fun, music
    films = torch.tensor([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])  # how much there is of fun, music

    assert tastes_in_common(people, films).tolist() == [[1.0, 2.0, 3.0], [3.0, 4.0, 7.0]]


def takers(left, right):
    """The names of the products that accept these two tensors."""
    names = set()
    for name in ["dot", "mm", "bmm", "matmul"]:
        try:
            getattr(torch, name)(left, right)
            names.add(name)
        except RuntimeError:
            pass
    return names


def test_three_strict_products_and_a_broad_one():
    """mm stands for matrix times matrix, the b in bmm for batch: a stack of matrices, each times its partner in the
    other stack. torch.dot gives one single number. Each of these three accepts only its own number of dimensions, and
    none of them broadcasts. @ is short for torch.matmul, which takes each pair that any of them takes, and more.
    """
    row = torch.ones(5)
    grid = torch.ones(5, 5)
    stack = torch.ones(3, 5, 5)

    assert takers(row, row) == ___
    assert takers(grid, grid) == ___
    assert takers(stack, stack) == ___
    assert takers(stack[:1], stack) == ___


def test_a_vector_borrows_a_dimension():
    """On the right of @ a vector acts as a matrix of one column, on the left as a matrix of one row. For that it
    borrows a dimension of size 1, and the result gives it back.
    """
    tickets = torch.tensor([[1, 2, 3], [4, 5, 6]])  # on a workday, on a Sunday: children, adults, families
    prices = torch.tensor([1, 10, 100])
    days = torch.tensor([5, 2])  # workdays and Sundays in a week

    assert (tickets @ prices).tolist() == ___
    assert (days @ tickets).tolist() == ___
    assert (prices @ prices).shape == ___


def test_the_last_two_dimensions_are_the_matrices():
    """For @ the last two dimensions are matrices. All dimensions before them count the matrices, and they broadcast:
    they are lined up from the right, where one is missing a 1 is put in, and a 1 stretches to what faces it.
    """
    photos = torch.ones(8, 4, 5)

    assert (photos @ torch.ones(5, 2)).shape == ___
    assert (photos @ photos.mT).shape == ___
    assert (torch.ones(3, 1, 2, 4) @ photos).shape == ___


def bills(counts, prices):
    """What each guest pays, in the dtype of the prices. A row of counts belongs to a guest, a column to a dish."""
    return ___


def test_both_sides_speak_one_dtype():
    """* finds a common dtype by itself, but @ wants one dtype on both sides. t.to(dtype) holds the numbers of t in
    another dtype, and a whole-number dtype has no room for fractions. The prices may have any floating dtype. Other
    guests and other prices are tried too.
    """
    counts = torch.tensor([[2, 0], [1, 3]])
    for dtype in [torch.float32, torch.float64]:
        prices = torch.tensor([2.5, 4.0], dtype=dtype)
        with pytest.raises(RuntimeError):
            counts @ prices

        assert bills(counts, prices).tolist() == [5.0, 14.5]
        assert bills(counts, prices).dtype == dtype


def linear(inputs, weight, bias):
    """The outputs of a linear layer for inputs of shape (..., numbers)."""
    return ___


def test_a_layer_is_a_product_and_a_sum():
    """Each output of a linear layer has a row of weights and one bias: it is the dot product of that row with the
    numbers of an input, plus the bias. Any dimensions may stand before the last one of the inputs: none, one, several.
    Other layers and other inputs are tried too.
    """
    weight = torch.tensor([[1.0, 0.0], [0.0, 2.0], [1.0, 1.0]])
    bias = torch.tensor([0.0, 10.0, 0.5])
    one = torch.tensor([3.0, 4.0])

    assert linear(one, weight, bias).tolist() == [3.0, 18.0, 7.5]
    assert linear(torch.stack([one, -one]), weight, bias).tolist() == [[3.0, 18.0, 7.5], [-3.0, 2.0, -6.5]]
    assert linear(torch.zeros(6, 5, 2), weight, bias).shape == (6, 5, 3)


def likeness(sentences):
    """The cosine of the angle between each two rows, as a square matrix."""
    ___


def test_how_alike_two_sentences_are():
    """Each row counts the words of a sentence. The dot product of two rows favours long sentences. The cosine does not:
    it is the dot product of the two rows after each was divided by its own length as a vector, the root of the sum of
    its squares (not its number of words). torch.linalg has functions for vectors and matrices, and in it
    torch.linalg.vector_norm(t, dim=...) gives such lengths along a dimension. With keepdim=True that dimension stays,
    with size 1. Other sentences are tried too.
    """
    cats = torch.tensor([[1.0, 1.0, 0.0], [3.0, 3.0, 0.0], [0.0, 0.0, 2.0], [0.0, 4.0, 4.0]])  # cat, sat, ran

    assert torch.allclose(likeness(cats)[0], torch.tensor([1.0, 1.0, 0.0, 0.5]))
    assert torch.allclose(likeness(cats)[3], torch.tensor([0.5, 0.5, 0.5**0.5, 1.0]))


def takings(sold, prices):
    """What each day brought in: sold has days, shops and fruits, prices has shops and fruits."""
    return torch.einsum(___, sold, prices)


def test_letters_name_the_dimensions():
    """einsum takes a text that names each dimension by a letter, as in "ij,jk->ik", which is the matrix product. The
    same letter means the same dimension. After the arrow stand the dimensions of the result, in their order, and over
    each letter that is missing there the products are added up. Other tables are tried too.
    """
    sold = torch.tensor([[[1, 2], [0, 3]], [[3, 0], [1, 2]]])
    prices = torch.tensor([[10, 20], [30, 5]])

    assert takings(sold, prices).tolist() == [65, 70]
    assert torch.einsum("sf->f", prices).tolist() == ___
    assert torch.einsum("sf->fs", prices).tolist() == ___
