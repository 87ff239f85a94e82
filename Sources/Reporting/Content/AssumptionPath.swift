/// The path of a value in a spec, cut into what it is and whose it is.
///
/// `$.queues["prior-auth"].steps[0].handleTime.cv` is `steps.handleTime.cv` of the queue `prior-auth`.
struct AssumptionPath: Equatable {
  /// What the value is: its keys without the owner's and without positions.
  var key: String
  /// `queues` or `pools`; empty for what belongs to the whole scenario.
  var kind = ""
  /// The queue's or pool's name; empty for what belongs to the whole scenario.
  var owner = ""

  /// Cuts a path; text that is none stays as it is.
  init(_ path: String) {
    let names = AssumptionPath.names(path)
    guard let first = names.first, ["queues", "pools"].contains(first), names.count > 2 else {
      key = path.hasPrefix("$.") ? names.joined(separator: ".") : path
      return
    }
    (kind, owner) = (first, names[1])
    key = names.dropFirst(2).joined(separator: ".")
  }

  /// The keys along a path, without `$` and without positions.
  private static func names(_ path: String) -> [String] {
    var names: [String] = []
    var name = ""
    var isQuoted = false
    func end() {
      if !name.isEmpty && name != "$" && Int(name) == nil { names.append(name) }
      name = ""
    }
    for character in path {
      switch character {
      case "\"": isQuoted.toggle()
      case ".", "[", "]": if isQuoted { name.append(character) } else { end() }
      default: name.append(character)
      }
    }
    end()
    return names
  }
}
