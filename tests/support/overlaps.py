"""Is any text of a figure cut off, or printed over another?"""

from itertools import combinations

from matplotlib.text import Text


def _texts(figure):
    """Every text that is shown, with its box in pixels (a little smaller: touching is allowed)."""
    figure.canvas.draw()
    return [(" ".join(text.get_text().split()), text.get_window_extent().padded(-1.5))
            for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()
            and (text.axes is None or _within(text))]


def _within(text):
    """Ticks outside of the limits are kept by matplotlib, and not drawn."""
    box, (low, high) = text.axes.get_window_extent(), text.get_window_extent().get_points()
    return (low[0] < box.x1 + 400 and high[0] > box.x0 - 400
            and low[1] < box.y1 + 120 and high[1] > box.y0 - 200)


def overlaps(figure):
    """Pairs of texts that lie over each other."""
    return [(one, other) for (one, box), (other, area) in combinations(_texts(figure), 2)
            if one != other and box.overlaps(area)]


def cut_off(figure):
    """Texts that stick out of the figure."""
    whole = figure.bbox
    return [text for text, box in _texts(figure)
            if box.x0 < whole.x0 or box.x1 > whole.x1 or box.y0 < whole.y0 or box.y1 > whole.y1]


def smallest(figure):
    """The size of the smallest type, in points."""
    return min(text.get_fontsize() for text in figure.findobj(Text) if text.get_text().strip())
