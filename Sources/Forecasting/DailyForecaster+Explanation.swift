import Quantities

extension DailyForecaster {
  /// The model's name for a model card.
  public var modelName: String {
    guard fit != nil else { return "none" }
    return features.hasSeason
      ? "log-linear: level, weekday, season, holidays" : "log-linear: level, weekday, holidays"
  }

  /// What was chosen and why, in a few sentences.
  ///
  /// - Parameters:
  ///   - backtest: The same model on the past.
  ///   - perMember: Whether the forecast is a rate times members.
  ///   - leftOut: Share of the items on days without open intervals.
  ///   - gap: Days between the end of the history and the first day forecast.
  ///   - namesCounts: Whether days may be named with their counts, which may be of a few people's claims.
  /// - Returns: Sentences for a report.
  func explanation(
    backtest: DailyBacktest, perMember: Bool, leftOut: Double, gap: Int, namesCounts: Bool = true
  ) -> String {
    let recorded = series.values.filter { $0 != nil }.count
    guard let fit else {
      return recorded == 0
        ? "Nothing was recorded before the horizon, so no items are forecast."
        : "No item was seen on \(recorded) recorded days, so none is forecast."
    }
    var sentences: [String] = []
    sentences.append(
      "Fitted to \(learned) days from \(series.start) to \(series.start + series.values.count - 1)."
    )
    if perMember { sentences.append("A rate per member times the members of each day.") }
    if learned < 14 {
      sentences.append("Less than two weeks were seen: weekdays are shrunk towards their mean.")
    }
    if !features.hasSeason {
      sentences.append(
        "Less than a year was seen, so there is no season; the level is taken to be uncertain by a "
          + "further \(percent(DailyForecast.unknownSeason)) for it.")
    }
    let closed = Weekday.allCases.filter { !features.weekdayOpen[$0.rawValue] }.map(\.shortName)
    if !closed.isEmpty {
      sentences.append("No items were seen on \(closed.joined(separator: ", ")): closed.")
    }
    let week = fit.levelSpread * (7 / Double(DayFeatures.levelStep)).squareRoot()
    sentences.append(
      "The level drifts by about \(percent(week)) a week"
        + (fit.persistence < 1 ? " and returns to its mean." : "."))
    let missing = series.values.indices.filter {
      series.values[$0] == nil && !series.closed[$0] && features.isOpen(series.start + $0)
    }.count
    if missing > 0 { sentences.append("\(missing) open days are missing, not zero.") }
    if gap > 0 { sentences.append("The history ends \(gap) days before the horizon.") }
    if !flagged.isEmpty {
      let named = flagged.prefix(3).map {
        namesCounts
          ? "\($0.date) (\(rounded($0.seen)) seen, \(rounded($0.expected)) expected)"
          : "\($0.date) (\($0.seen < $0.expected ? "fewer" : "more") than expected)"
      }
      sentences.append(
        "\(flagged.count) outlying days left out: \(named.joined(separator: ", "))"
          + (flagged.count > 3 ? ", …." : "."))
    }
    if leftOut > 0.0005 {
      sentences.append(
        "\(percent(leftOut)) of the items fall on days when the queue is closed and are left out.")
    }
    if backtest.days > 0 {
      sentences.append(
        "Judged on \(backtest.origins.count) origins, \(backtest.horizon) days each.")
    } else {
      sentences.append("The history is too short to be judged on.")
    }
    return sentences.joined(separator: " ")
  }

  private func rounded(_ value: Double) -> String {
    value < 10 ? "\((value * 10).rounded() / 10)" : "\(Int(min(value, 1e15).rounded()))"
  }
}

/// A share as a percentage with at most one decimal.
func percent(_ share: Double) -> String {
  let tenths = (share * 1000).rounded() / 10
  return tenths == tenths.rounded() && abs(tenths) < 1e9 ? "\(Int(tenths)) %" : "\(tenths) %"
}
