"""The koans that are attacked, by what they ask for."""

# Predictions: they ask what the learner believes.
LIST = "first_tensors/arithmetic_reaches_every_number"
DTYPES = "first_tensors/the_numbers_choose_the_dtype"
COUNTS = "first_tensors/size_can_mean_many_things"
APPROX = "first_tensors/fractional_steps_are_slippery"
SHAPES = "shapes/permute_asks_for_every_dimension"
RAISES = "shapes/unsqueeze_takes_its_place"
SETS = "shapes/it_must_come_out_even"
NESTED = "shapes/reshape_keeps_the_reading_order"
SLOPE = "first_gradients/a_slope_belongs_to_one_moment"
NAMES = "nn_module/a_layer_is_choosy_about_two_things"

# One argument inside the koan itself.
PIXEL = "first_tensors/a_pixel_fits_in_one_byte"
ARANGE = "first_tensors/arange_stops_before_its_end"
INPUTS = "first_gradients/gradients_handed_over_the_counter"

# Functions of tensors to tensors, whose bodies or results are asked for.
WEEKS = "shapes/one_length_may_be_left_open"
COLOURS = "shapes/colours_come_before_the_height"
BATCH = "shapes/a_batch_of_one"
ROWS = "shapes/a_fitting_shape_proves_nothing"
PAGE = "first_tensors/a_fresh_page_takes_after_the_old_one"
SUMS = "nn_module/what_a_layer_works_out"
COPY = "storage_strides_views_and_copies/copy_before_you_write"
SNAPSHOT = "the_numpy_bridge/a_snapshot_stays_as_it_was"

# What only the live object can show: gradients, modules, memories, datasets.
SLATE = "first_gradients/a_clean_slate_before_each_question"
PARTS = "first_gradients/small_helpings_of_a_big_batch"
NUDGE = "first_gradients/a_nudge_to_both_sides"
BEST = "cutting_the_graph/the_best_weights_so_far"
TARGET = "cutting_the_graph/a_target_does_not_come_to_meet_you"
LOG = "cutting_the_graph/a_log_book_holds_numbers"
DIAL = "nn_module/a_module_of_your_own"
TOWER = "nn_module/every_floor_counts"
ROW = "nn_module/modules_in_a_row"
BIG = "nn_module/how_big_is_a_model"
DTYPE = "nn_module/the_dtype_is_yours_to_settle"
DATASET = "datasets_and_loaders/two_questions_make_a_dataset"
COUNTDOWN = "datasets_and_loaders/say_where_the_end_is"

TOPICS = tuple(dict.fromkeys(each.split("/")[0] for name, each in sorted(globals().items()) if name.isupper()))
