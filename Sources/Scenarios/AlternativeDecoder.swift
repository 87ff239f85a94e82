import LocatedJSON
import Quantities

/// Reads alternatives, each as a whole patched scenario of its own.
struct AlternativeDecoder {
  let root: LocatedValue
  let context: ReadingContext
  /// The spec without a patch, when it could be read.
  let base: ScenarioParts?

  /// The alternatives of the spec, or the usual ones when it gives none.
  func alternatives() -> [AlternativeSpec] {
    let item = Item(value: root, path: .root)
    guard let list = item.member("alternatives") else { return usual() }
    guard let elements = list.elements else {
      context.reportKind(list, .list(.object(alternativeKeys)))
      return []
    }
    guard !elements.isEmpty, elements.count <= 100 else {
      context.report(
        elements.isEmpty ? .empty : .outOfRange, list,
        "there are \(elements.count) alternatives",
        "Write 1 to 100, or leave the key out for the usual ones")
      return []
    }
    var found: [AlternativeSpec] = []
    var names: [String] = []
    for (index, element) in elements.enumerated() {
      guard let reader = ObjectReader(element, alternativeKeys, context) else { continue }
      let name = reader.text("name")
      if let name, names.contains(name) {
        reader.report(
          .duplicateName, "name", "another alternative has this name",
          "Give each alternative its own name")
      }
      if let name { names.append(name) }
      let plan = reader.choice("plan", as: PlanWord.self)
      check(reader, isFirst: index == 0)
      guard let parts = parts(reader, name: name ?? "") else { continue }
      found.append(
        alternative(name ?? "", plan: plan == nil ? .none : .cheapest, parts))
    }
    return found
  }

  private func check(_ reader: ObjectReader, isFirst: Bool) {
    if isFirst {
      for key in ["plan", "patch"] where reader.has(key) {
        reader.report(
          .contradiction, key,
          "the first alternative is what happens if nothing changes, and this one has a \"\(key)\"",
          "Put { \"name\": \"Change nothing\" } before it")
      }
    }
    if reader.has("plan"), !context.hasCalendar {
      reader.report(
        .missingPart, "plan", "people are planned over a calendar, and the spec has none",
        "Add \"calendar\" to the spec, or leave the plan out")
    }
  }

  /// The patched parts; their problems are told at the place in the patch.
  private func parts(_ reader: ObjectReader, name: String) -> ScenarioParts? {
    guard let patch = reader.item("patch") else { return base }
    guard let members = patch.members else {
      context.reportKind(patch, .patch)
      return nil
    }
    let changeable = patchableKeys
    for (key, member) in members where !changeable.contains(key) {
      let isKnown = rootKeys.key(key) != nil
      context.report(
        isKnown ? .misplacedKey : .unknownKey, member, atKey: true,
        isKnown
          ? "all alternatives share \"\(key)\""
          : "\(LocatedProblem.quoted(key)) is no key that a patch can change",
        "A patch may change, nearest first: "
          + nearest(to: key, among: changeable).joined(separator: ", "))
    }
    let patched = root.merging(patch.value)
    let inner = ReadingContext(root: patched, use: context.use)
    inner.calendar = context.calendar
    inner.seed = context.seed
    let whole = Item(value: patched, path: .root)
    for key in ["queues", "pools"] where whole.member(key) == nil {
      context.report(
        .contradiction, patch.member(key) ?? patch, "nothing is left of the \(key)",
        "Patch single \(key) by their names")
    }
    let parts = inner.parts(whole)
    context.absorb(inner, patch: patch, alternative: name)
    return parts
  }

  /// Without alternatives: what happens if nothing changes, and the cheapest plan if there can be one.
  private func usual() -> [AlternativeSpec] {
    guard let base else { return [] }
    let canPlan =
      context.hasCalendar
      && base.pools.contains { $0.agents == nil && ($0.hiring != nil || $0.contract == .va) }
    let names: [(String, AlternativeSpec.Plan)] =
      canPlan ? [("Change nothing", .none), ("Cheapest plan", .cheapest)] : [("As planned", .none)]
    context.note(
      JSONPath.root.key("alternatives"), names.map { "\"\($0.0)\"" }.joined(separator: ", "),
      canPlan ? "some pool can grow" : "no pool can grow")
    return names.map { alternative($0.0, plan: $0.1, base) }
  }

  private func alternative(
    _ name: String, plan: AlternativeSpec.Plan, _ parts: ScenarioParts
  ) -> AlternativeSpec {
    var found = AlternativeSpec(
      name: name, plan: plan, queues: parts.queues, pools: parts.pools, members: parts.members,
      workDigest: parts.workDigest)
    (found.outcomes, found.clients) = (parts.outcomes, parts.clients)
    found.peopleDigest = parts.peopleDigest
    return found
  }
}

extension ReadingContext {
  /// Takes over what was found in a patched spec and is not already known of the spec itself.
  ///
  /// A problem whose place is in the patch is told with the path in the patch, another one with the
  /// alternative's name.
  func absorb(_ inner: ReadingContext, patch: Item, alternative: String) {
    var places: Set<String> = []
    collectPlaces(patch.value, into: &places)
    let known = Set(problems.map(\.description))
    for problem in inner.problems where !known.contains(problem.description) {
      adopt(relocated(problem, places, patch, alternative))
    }
    let warned = Set(warnings.map(\.description))
    for warning in inner.warnings where !warned.contains(warning.description) {
      adoptWarning(relocated(warning, places, patch, alternative))
    }
    let taken = Set(defaults)
    for value in inner.defaults where !taken.contains(value) {
      adoptDefault(
        DefaultValue(
          path: patch.path.description + value.path.dropFirst(), value: value.value,
          source: value.source))
    }
  }

  private func collectPlaces(_ value: LocatedValue, into places: inout Set<String>) {
    places.insert(value.position.description)
    for member in value.members ?? [] {
      places.insert(member.keyPosition.description)
      collectPlaces(member.value, into: &places)
    }
    for element in value.elements ?? [] { collectPlaces(element, into: &places) }
  }

  private func relocated(
    _ problem: LocatedProblem, _ places: Set<String>, _ patch: Item, _ alternative: String
  ) -> LocatedProblem {
    let isInPatch = places.contains("\(problem.file):\(problem.line):\(problem.column)")
    let path = isInPatch ? patch.path.description + problem.path.dropFirst() : problem.path
    let text =
      isInPatch
      ? problem.problem
      : "in alternative \(LocatedProblem.quoted(alternative)), \(problem.problem)"
    return LocatedProblem(
      problem.code, file: problem.file, line: problem.line, column: problem.column, path: path,
      problem: text, remedy: problem.remedy)
  }
}
