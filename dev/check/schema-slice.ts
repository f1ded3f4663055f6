import {
  type GraphQLArgument,
  type GraphQLEnumType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
} from "graphql";

/** The comparison of a schema with a contract that it implements in part. */
export interface ContractComparison {
  /** Differences that break a client of the contract. */
  readonly conflicts: readonly string[];
  /** The number of the contract's fields that the schema has. */
  readonly served: number;
  /** The number of all fields of the contract. */
  readonly total: number;
}

type Composite = GraphQLObjectType | GraphQLInterfaceType;

/**
 * Compares a schema with a contract. A field of the contract must have the contract's type. An argument or input field must
 * accept what the contract's does, and clients must not need one that the contract does not have. Missing and additional
 * fields are no conflict.
 */
export function compareWithContract(schema: GraphQLSchema, contract: GraphQLSchema): ContractComparison {
  const types = Object.values(contract.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  const results = types.map((type) => compareType(schema.getType(type.name), type));
  return {
    conflicts: results.flatMap(({ conflicts }) => conflicts),
    served: results.reduce((sum, { served }) => sum + served, 0),
    total: results.reduce((sum, { total }) => sum + total, 0),
  };
}

function compareType(ours: GraphQLNamedType | undefined, theirs: GraphQLNamedType): ContractComparison {
  const total = isComposite(theirs) || isInputObjectType(theirs) ? Object.keys(theirs.getFields()).length : 0;
  if (ours === undefined) return { conflicts: [], served: 0, total };
  if (isComposite(ours) && isComposite(theirs) && isObjectType(ours) === isObjectType(theirs)) {
    return compareFields(ours, theirs);
  }
  if (isInputObjectType(ours) && isInputObjectType(theirs)) return compareInputs(ours, theirs);
  if (isEnumType(ours) && isEnumType(theirs)) return { conflicts: compareValues(ours, theirs), served: 0, total };
  const sameKind = ours.constructor.name === theirs.constructor.name;
  return { conflicts: sameKind ? [] : [`${theirs.name} is of another kind`], served: 0, total };
}

function compareFields(ours: Composite, theirs: Composite): ContractComparison {
  const ourFields = ours.getFields();
  const pairs = Object.values(theirs.getFields()).flatMap((their) => {
    const our = ourFields[their.name];
    return our === undefined ? [] : [{ our, their }];
  });
  const missingInterfaces = theirs
    .getInterfaces()
    .filter(({ name }) => !ours.getInterfaces().some((implemented) => implemented.name === name));
  const conflicts = [
    ...missingInterfaces.map(({ name }) => `${ours.name} does not implement ${name}`),
    ...pairs.flatMap(({ our, their }) => [
      ...compareTypes(`${ours.name}.${our.name}`, our, their),
      ...compareArguments(`${ours.name}.${our.name}`, our, their),
    ]),
  ];
  return { conflicts, served: pairs.length, total: Object.keys(theirs.getFields()).length };
}

function compareInputs(ours: GraphQLInputObjectType, theirs: GraphQLInputObjectType): ContractComparison {
  const theirFields = theirs.getFields();
  const ourFields = Object.values(ours.getFields());
  const shared = ourFields.filter(({ name }) => theirFields[name] !== undefined);
  const conflicts = ourFields.flatMap((our) => {
    const their = theirFields[our.name];
    if (their !== undefined) return compareInputTypes(`${ours.name}.${our.name}`, our, their);
    return isRequiredInputField(our)
      ? [`${ours.name}.${our.name} is required, and the contract has no such field`]
      : [];
  });
  return { conflicts, served: shared.length, total: Object.keys(theirFields).length };
}

function compareArguments(place: string, ours: GraphQLField<unknown, unknown>, theirs: GraphQLField<unknown, unknown>) {
  return ours.args.flatMap((our) => {
    const their = theirs.args.find(({ name }) => name === our.name);
    if (their !== undefined)
      return [...compareInputTypes(`${place}(${our.name})`, our, their), ...compareDefaults(place, our, their)];
    return isRequiredArgument(our) ? [`${place}(${our.name}) is required, and the contract has no such argument`] : [];
  });
}

function compareDefaults(place: string, ours: GraphQLArgument, theirs: GraphQLArgument): readonly string[] {
  const [our, their] = [JSON.stringify(ours.defaultValue), JSON.stringify(theirs.defaultValue)];
  return our === their ? [] : [`${place}(${ours.name}) is ${our ?? "nothing"} by default, not ${their ?? "nothing"}`];
}

function compareTypes(place: string, ours: { type: unknown }, theirs: { type: unknown }): readonly string[] {
  return String(ours.type) === String(theirs.type) ? [] : [`${place} is ${ours.type}, not ${theirs.type}`];
}

/** An input may be optional where the contract requires it: clients of the contract always send it. */
function compareInputTypes(place: string, ours: { type: unknown }, theirs: { type: unknown }): readonly string[] {
  return `${ours.type}!` === String(theirs.type) ? [] : compareTypes(place, ours, theirs);
}

function compareValues(ours: GraphQLEnumType, theirs: GraphQLEnumType): readonly string[] {
  const expected = new Set(theirs.getValues().map(({ name }) => name));
  return expected.size === 0 || ours.getValues().some(({ name }) => expected.has(name))
    ? []
    : [`${ours.name} shares no value with the contract's`];
}

function isComposite(type: GraphQLNamedType): type is Composite {
  return isObjectType(type) || isInterfaceType(type);
}
