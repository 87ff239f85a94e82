import RandomStreams

/// The made-up drugs that synthetic claims name: 20,000 NDCs in 40 classes.
struct SyntheticDrugs: Sendable {
  /// The classes, the common ones first.
  static let classes = [
    "STATIN", "ACEI", "ARB", "BETA_BLOCKER", "CCB", "DIURETIC", "PPI", "SSRI", "SNRI", "BENZO",
    "OPIOID", "NSAID", "ANTIBIOTIC", "INSULIN", "GLP1", "SGLT2", "METFORMIN", "THYROID", "STEROID",
    "INHALER_SABA", "INHALER_ICS", "ANTIHIST", "ANTICOAG", "ANTIPLATELET", "ANTICONV", "ANTIPSYCH",
    "STIMULANT", "CONTRACEPT", "HRT", "BPH", "OSTEO", "GOUT", "MIGRAINE", "ANTIVIRAL", "VACCINE",
    "ONCOLOGY", "TNF_INHIB", "MS_AGENT", "HEP_C", "OTHER",
  ]
  static let specialtyClasses: Set<String> = ["ONCOLOGY", "TNF_INHIB", "MS_AGENT", "HEP_C"]
  static let acuteClasses: Set<String> = ["ANTIBIOTIC", "ANTIVIRAL", "STEROID", "OPIOID", "NSAID"]
  static let count = 20_000

  /// The eleven digits of each NDC.
  var codes: [String] = []
  /// The class of each NDC.
  var classOf: [Int32] = []
  /// Cents for thirty days.
  var centsPerMonth: [Double] = []
  /// Whether the drug needs a prior authorization.
  var needsAuthorization: [Bool] = []
  /// The NDCs of lasting, short and specialty therapies, and how likely each is.
  var lasting: (drugs: [Int32], table: DiscreteTable)
  var acute: (drugs: [Int32], table: DiscreteTable)
  var specialty: (drugs: [Int32], table: DiscreteTable)

  init(seed: UInt64) throws {
    var random = RandomStream(seed: seed, stream: 0xD2)
    let classWeights = try DiscreteTable(
      weights: Self.classes.indices.map { 1 / Double($0 + 2).squareRoot() })
    var taken: Set<Int> = []
    var groups: [[(drug: Int32, weight: Double)]] = [[], [], []]
    for drug in 0..<Self.count {
      var number = random.nextInteger(below: 90_000_000_000) + 1_000_000_000
      while !taken.insert(number).inserted {
        number = random.nextInteger(below: 90_000_000_000) + 1_000_000_000
      }
      let digits = String(number)
      codes.append(String(repeating: "0", count: 11 - digits.count) + digits)
      let kind = classWeights.sample(&random)
      let name = Self.classes[kind]
      let isSpecialty = Self.specialtyClasses.contains(name)
      classOf.append(Int32(kind))
      let spread = random.nextLognormal(mean: 1, cv: isSpecialty || name == "GLP1" ? 0.3 : 1.4)
      let typical =
        isSpecialty ? 560_000.0 : name == "GLP1" ? 94_000 : name == "INSULIN" ? 21_000 : 3_400
      centsPerMonth.append(max(90, typical * spread))
      needsAuthorization.append(
        isSpecialty || name == "GLP1" || (name != "ANTIBIOTIC" && random.nextUniform() < 0.05))
      // Sales fall with rank like 1 / (rank + 2.7); ranks are spread over classes by the draw.
      let weight = 1 / (Double(drug) + 2.7)
      let group = isSpecialty ? 2 : Self.acuteClasses.contains(name) ? 1 : 0
      groups[group].append((Int32(drug), weight))
    }
    func table(_ group: Int) throws -> (drugs: [Int32], table: DiscreteTable) {
      (groups[group].map(\.drug), try DiscreteTable(weights: groups[group].map(\.weight)))
    }
    lasting = try table(0)
    acute = try table(1)
    specialty = try table(2)
  }
}
