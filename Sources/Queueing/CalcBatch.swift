/// Evaluates batches of closed-form cases, in the format of `reference/queueing.json`.
public enum CalcBatch {
  /// The names of the models, sorted.
  public static var models: [String] { CalcModels.all.keys.sorted() }

  /// Answers each case by itself, in order; a case with a problem gets an error, the others their outputs.
  public static func evaluate(_ cases: [CalcCase]) -> [CalcAnswer] { cases.map(evaluate) }

  /// Answers one case.
  public static func evaluate(_ item: CalcCase) -> CalcAnswer {
    func failure(_ message: String) -> CalcAnswer {
      CalcAnswer(id: item.id, outputs: [], error: message, notes: [])
    }
    guard let model = CalcModels.all[item.model] else {
      let nearest = models.sorted {
        let first = editDistance($0, item.model)
        let second = editDistance($1, item.model)
        return first != second ? first < second : $0 < $1
      }
      return failure(
        "model is \"\(item.model.prefix(60))\". Give one of \(nearest.prefix(5).joined(separator: ", "))"
          + " or another of the \(nearest.count) models.")
    }
    var reader = CalcReader(item)
    do {
      let outputs = try model(&reader)
      // Only the mean wait of people who are never answered has no end.
      for output in outputs where !output.value.isFinite && output.name != "asa_served" {
        return failure("\(output.name) has no value for these inputs; check their sizes.")
      }
      let notes = reader.unused.map { "inputs.\($0) is not used by \(item.model)" }
      return CalcAnswer(id: item.id, outputs: outputs, error: nil, notes: notes)
    } catch let error as CalcError {
      return failure(error.message)
    } catch let error as QueueingError {
      return failure(reader.named(error).description)
    } catch {
      return failure("\(error)")
    }
  }

  /// Levenshtein's distance.
  private static func editDistance(_ first: String, _ second: String) -> Int {
    let (left, right) = (Array(first), Array(second))
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for (position, other) in right.enumerated() {
        let above = row[position + 1]
        row[position + 1] = min(above + 1, row[position] + 1, diagonal + (letter == other ? 0 : 1))
        diagonal = above
      }
    }
    return row[right.count]
  }
}
