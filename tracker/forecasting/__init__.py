"""What is to be expected of a plan; in ``accuracy``, how far such forecasts have held.

>>> from tracker import forecast, measure
>>> forecast(measure(plan.actions, plan.as_at), plan.as_at).plan.low
"""

from tracker.forecasting.outlook import Forecast, Outlook, forecast

__all__ = ["Forecast", "Outlook", "forecast"]
