import LocatedJSON

extension ReadingContext {
  /// The shapes in the words of the spec.
  private enum ShapeWord: String { case exponential, lognormal, gamma, deterministic, empirical }

  /// Reads a random length of time: `"3m"` or an object with mean, cv and distribution.
  func durationSpec(_ item: Item) -> DurationSpec? {
    guard item.members != nil else {
      guard item.value.string != nil || item.value.number != nil else {
        reportKind(item, durationForm)
        return nil
      }
      return duration(item, .workTime).map { mean in
        note(item.path.key("distribution"), "exponential", "only a mean is given")
        return DurationSpec(shape: .exponential, mean: mean, cv: 1)
      }
    }
    if item.member("distribution")?.value.string == ShapeWord.empirical.rawValue {
      return observed(item)
    }
    guard let reader = ObjectReader(item, durationKeys, self) else { return nil }
    let mean = reader.duration("mean")
    let cv = reader.number("cv")
    let word = reader.choice("distribution", as: ShapeWord.self)
    if (reader.has("cv") && cv == nil) || (reader.has("distribution") && word == nil) {
      return nil
    }
    guard let shape = shape(reader, word, cv: cv), let mean else { return nil }
    return DurationSpec(shape: shape.shape, mean: mean, cv: shape.cv)
  }

  /// Reads observed values, all equally likely.
  private func observed(_ item: Item) -> DurationSpec? {
    guard let reader = ObjectReader(item, observedKeys, self),
      let elements = reader.list("values")
    else { return nil }
    let form = ValueForm.duration(.from(0, to: 30 * 86_400), example: "4m30s")
    let values = elements.compactMap { duration($0, form) }
    guard values.count == elements.count else { return nil }
    guard values.contains(where: { $0 > 0 }) else {
      reader.report(
        .contradiction, "values", "every value is 0", "Write at least one value above 0")
      return nil
    }
    return DurationSpec(observed: values)
  }

  private func shape(
    _ reader: ObjectReader, _ word: ShapeWord?, cv: Double?
  ) -> (shape: DurationSpec.Shape, cv: Double)? {
    switch (word, cv) {
    case (.empirical, _):
      preconditionFailure("observed values are read before")
    case (nil, nil):
      reader.note("distribution", "exponential", "only a mean is given")
      return (.exponential, 1)
    case (nil, 0?): return (.deterministic, 0)
    case (nil, let cv?):
      reader.note("distribution", "lognormal", "a cv is given")
      return (.lognormal, cv)
    case (.exponential, nil), (.exponential, 1?): return (.exponential, 1)
    case (.deterministic, nil), (.deterministic, 0?): return (.deterministic, 0)
    case (.exponential, let cv?), (.deterministic, let cv?):
      let fixed = word == .exponential ? "1" : "0"
      reader.report(
        .contradiction, "cv",
        "a cv of \(plain(cv)) contradicts \"\(word?.rawValue ?? "")\", whose cv is \(fixed)",
        "Leave the cv out, or write \"distribution\": \"lognormal\"")
      return nil
    case (.lognormal, nil), (.gamma, nil):
      reader.report(
        .missingKey, "distribution", "\"\(word?.rawValue ?? "")\" needs a cv",
        "Add \"cv\": 0.9, the standard deviation divided by the mean")
      return nil
    case (.lognormal, 0?), (.gamma, 0?):
      reader.report(
        .contradiction, "cv", "a cv of 0 is no spread",
        "Write a cv above 0, or \"distribution\": \"deterministic\"")
      return nil
    case (.lognormal, let cv?): return (.lognormal, cv)
    case (.gamma, let cv?): return (.gamma, cv)
    }
  }
}
