"""Joining, splitting, choosing: the claims of the koans, for every input."""

import torch
from hypothesis import given
from hypothesis import strategies as st

from sensei.strategies import BOOL, FLOATING, WHOLE, dtypes, shapes, tensors


@st.composite
def alike(draw, min_dims=0, max_dims=3, most=3):
    """One to `most` tensors of one shape and one dtype."""
    shape = draw(shapes(min_dims, max_dims, min_side=1, max_side=3))
    dtype = draw(dtypes(WHOLE, FLOATING))
    return draw(st.lists(tensors(shape, dtype), min_size=1, max_size=most))


@given(alike(), st.data())
def test_a_longer_dimension_or_a_new_one(pieces, data):
    """cat multiplies one length, stack adds one, and each piece is found again where it was put."""
    shape, count = pieces[0].shape, len(pieces)
    new = data.draw(st.integers(0, len(shape)))

    stacked = torch.stack(pieces, dim=new)

    assert stacked.shape == (*shape[:new], count, *shape[new:])
    assert all(torch.equal(stacked.select(new, i), piece) for i, piece in enumerate(pieces))
    if new < len(shape):
        assert torch.cat(pieces, dim=new).shape == (*shape[:new], count * shape[new], *shape[new + 1 :])
        assert torch.equal(torch.cat(pieces, dim=new), torch.cat([p.unsqueeze(0) for p in pieces], dim=new + 1)[0])


@given(lists=alike(min_dims=1, max_dims=1))
def test_lists_become_the_columns_of_a_table(subject, lists):
    """The table has a row for each place and a column for each list, in their order; the lists stay as they were."""
    before = [column.tolist() for column in lists]

    table = subject.as_columns(lists)

    assert table.dtype == lists[0].dtype
    assert table.tolist() == [list(row) for row in zip(*before, strict=True)]
    assert [column.tolist() for column in lists] == before


@given(shapes(1, 3, min_side=1), shapes(1, 3, min_side=1), st.data())
def test_which_pieces_fit(one, other, data):
    """cat asks for equal shapes but for one length, stack for equal shapes; anything else is a RuntimeError."""
    dim = data.draw(st.integers(0, len(one) - 1))
    pair = [torch.zeros(one), torch.zeros(other)]

    def fits(join):
        try:
            join(pair, dim=dim)
        except RuntimeError:
            return False
        return True

    without = len(one) == len(other) and one[:dim] + one[dim + 1 :] == other[:dim] + other[dim + 1 :]
    assert fits(torch.cat) is without
    assert fits(torch.stack) is (one == other)


curves = dtypes(WHOLE, FLOATING).flatmap(lambda dtype: tensors(st.tuples(st.integers(1, 5)), dtype))


@given(dtypes(BOOL, WHOLE, FLOATING), dtypes(BOOL, WHOLE, FLOATING))
def test_one_dtype_for_all(one, other):
    """The dtype of the whole is that of a sum of the parts, in either order."""
    parts = [torch.ones(1, dtype=one), torch.ones(1, dtype=other)]
    wins = torch.result_type(*parts)

    assert torch.cat(parts).dtype == torch.stack(parts).dtype == wins
    assert torch.cat(parts[::-1]).dtype == wins
    assert {one, other} >= {wins}


@given(st.integers(1, 30), st.integers(1, 9))
def test_how_long_or_how_many(length, n):
    """Every piece but the last is as long as was asked for, or as the rounded quotient; glued they are the whole."""
    whole = torch.arange(length)

    for pieces, size in [(whole.split(n), n), (whole.chunk(n), -(-length // n))]:
        assert all(len(piece) == size for piece in pieces[:-1])
        assert 0 < len(pieces[-1]) <= size
        assert torch.equal(torch.cat(pieces), whole)
    assert len(whole.chunk(n)) <= n


@given(panorama=st.tuples(st.integers(1, 3), st.sampled_from([2, 4, 6])).flatmap(tensors))
def test_turning_a_panorama(subject, panorama):
    """In every row the second half comes first and nothing else is moved; the panorama stays as it was."""
    before, half = panorama.tolist(), panorama.size(1) // 2

    turned = subject.turned_half_way(panorama)

    assert turned.dtype == panorama.dtype
    assert turned.tolist() == [row[half:] + row[:half] for row in before]
    turned.fill_(77)
    assert panorama.tolist() == before


@st.composite
def readings_and_substitutes(draw):
    """Readings, some of them negative, and as many substitutes, or one number for all."""
    readings = draw(tensors(shapes(max_dims=2, min_side=1), dtypes(FLOATING), low=-3, high=3))
    number = st.sampled_from([0.5, -2.0, 8.0])
    return readings, draw(number | tensors(tuple(readings.shape), readings.dtype))


@given(pair=readings_and_substitutes())
def test_the_better_of_two(subject, pair):
    """Negative readings are replaced, place by place, and only they; neither of the two is changed."""
    readings, substitutes = pair
    before = readings.clone()
    offered = torch.zeros_like(readings) + substitutes

    result = subject.mended(readings, substitutes)

    assert result.dtype == before.dtype
    assert result.shape == before.shape
    places = zip(before.flatten().tolist(), offered.flatten().tolist(), strict=True)
    assert result.flatten().tolist() == [other if reading < 0 else reading for reading, other in places]
    assert torch.equal(readings, before)
    assert torch.equal(torch.zeros_like(readings) + substitutes, offered)


@given(photos=alike(min_dims=2, max_dims=2))
def test_a_batch_of_grey_photos(subject, photos):
    """Every photo lies in the batch at its number, as the only colour; the photos stay as they were."""
    before = [photo.tolist() for photo in photos]

    batch = subject.as_batch(photos)

    assert batch.shape == (len(photos), 1, *photos[0].shape)
    assert batch.dtype == photos[0].dtype
    assert batch.tolist() == [[photo] for photo in before]
    assert [photo.tolist() for photo in photos] == before


words = st.lists(st.integers(1, 9), min_size=1, max_size=5).map(torch.tensor)


@given(sentences=st.lists(words, min_size=1, max_size=4))
def test_sentences_of_different_lengths(subject, sentences):
    """Each row is its sentence and zeros, and no wider than the longest; the sentences stay as they were."""
    before = [sentence.tolist() for sentence in sentences]
    longest = max(map(len, before))

    table = subject.padded(sentences)

    assert table.dtype == torch.int64
    assert table.tolist() == [sentence + [0] * (longest - len(sentence)) for sentence in before]
    assert [sentence.tolist() for sentence in sentences] == before
