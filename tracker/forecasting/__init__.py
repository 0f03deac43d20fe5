"""When a plan will be done, on past pace; in ``accuracy``, how far such forecasts have held.

>>> from tracker import forecast, measure
>>> forecast(measure(plan.actions, plan.as_at), plan.as_at).plan.p50
"""

from tracker.forecasting.outlook import Agreed, Outlook
from tracker.forecasting.plan import Forecast, forecast

__all__ = ["Agreed", "Forecast", "Outlook", "forecast"]
