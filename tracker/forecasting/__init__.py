"""When a plan will be done, on past pace, and how far such forecasts have held.

>>> from tracker import forecast, measure
>>> forecast(measure(plan.actions, plan.as_at), plan.as_at).plan.p50
"""

from tracker.forecasting.accuracy import past_accuracy
from tracker.forecasting.outlook import Agreed, Outlook
from tracker.forecasting.plan import Forecast, forecast

__all__ = ["Agreed", "Forecast", "Outlook", "forecast", "past_accuracy"]
