const { writeFileSync } = require("node:fs");
const { ContainerRegistrationKeys, Modules, ProductStatus } = require("@medusajs/framework/utils");
const flows = require("@medusajs/medusa/core-flows");

const productCount = 54;
const words = ["lamp", "chair", "desk", "camera", "plant"];

/**
 * `medusa exec ./seed.js`: the steps of the seed script of Medusa's starter, with as many products as Vendure's sample data.
 * Writes what a client of the store API needs to `store.json`.
 */
exports.default = async function seed({ container }) {
  const run = async (workflow, input) => (await workflow(container).run({ input })).result;
  const link = container.resolve(ContainerRegistrationKeys.LINK);
  const query = container.resolve(ContainerRegistrationKeys.QUERY);
  const fulfillment = container.resolve(Modules.FULFILLMENT);

  const [salesChannel] = await run(flows.createSalesChannelsWorkflow, { salesChannelsData: [{ name: "Storefront" }] });
  const [region] = await run(flows.createRegionsWorkflow, {
    regions: [
      { name: "Europe", currency_code: "eur", countries: ["nl", "de"], payment_providers: ["pp_system_default"] },
    ],
  });
  await run(flows.createTaxRegionsWorkflow, [{ country_code: "nl", provider_id: "tp_system" }]);
  const [location] = await run(flows.createStockLocationsWorkflow, {
    locations: [{ name: "Warehouse", address: { city: "Utrecht", country_code: "NL", address_1: "" } }],
  });
  const locationKey = { [Modules.STOCK_LOCATION]: { stock_location_id: location.id } };
  await link.create({ ...locationKey, [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" } });
  const { data: profiles } = await query.graph({ entity: "shipping_profile", fields: ["id"] });
  const profile =
    profiles[0] ??
    (await run(flows.createShippingProfilesWorkflow, { data: [{ name: "Default", type: "default" }] }))[0];
  const fulfillmentSet = await fulfillment.createFulfillmentSets({
    name: "Delivery",
    type: "shipping",
    service_zones: [{ name: "Europe", geo_zones: [{ country_code: "nl", type: "country" }] }],
  });
  await link.create({ ...locationKey, [Modules.FULFILLMENT]: { fulfillment_set_id: fulfillmentSet.id } });
  const [shippingOption] = await run(flows.createShippingOptionsWorkflow, [
    {
      name: "Standard Shipping",
      price_type: "flat",
      provider_id: "manual_manual",
      service_zone_id: fulfillmentSet.service_zones[0].id,
      shipping_profile_id: profile.id,
      type: { label: "Standard", description: "Ship in 2-3 days.", code: "standard" },
      prices: [{ region_id: region.id, amount: 5 }],
      rules: [
        { attribute: "enabled_in_store", value: "true", operator: "eq" },
        { attribute: "is_return", value: "false", operator: "eq" },
      ],
    },
  ]);
  await run(flows.linkSalesChannelsToStockLocationWorkflow, { id: location.id, add: [salesChannel.id] });
  const [apiKey] = await run(flows.createApiKeysWorkflow, {
    api_keys: [{ title: "Storefront", type: "publishable", created_by: "" }],
  });
  await run(flows.linkSalesChannelsToApiKeyWorkflow, { id: apiKey.id, add: [salesChannel.id] });

  const products = Array.from({ length: productCount }, (_, index) => {
    const title = `${words[index % words.length]} ${index}`;
    const variants = ["Small", "Large"].map((size) => ({
      title: size,
      sku: `SKU-${index}-${size}`,
      options: { Size: size },
      prices: [{ amount: 10 + index, currency_code: "eur" }],
    }));
    return {
      title,
      description: `The description of the product ${title}, in a sentence of some words.`,
      status: ProductStatus.PUBLISHED,
      shipping_profile_id: profile.id,
      options: [{ title: "Size", values: ["Small", "Large"] }],
      variants,
      sales_channels: [{ id: salesChannel.id }],
    };
  });
  const created = await run(flows.createProductsWorkflow, { products });
  const { data: items } = await query.graph({ entity: "inventory_item", fields: ["id"] });
  await run(flows.createInventoryLevelsWorkflow, {
    inventory_levels: items.map(({ id }) => ({
      location_id: location.id,
      stocked_quantity: 1_000_000,
      inventory_item_id: id,
    })),
  });
  const store = {
    publishableKey: apiKey.token,
    regionId: region.id,
    salesChannelId: salesChannel.id,
    shippingOptionId: shippingOption.id,
    variantIds: created.flatMap(({ variants }) => variants.map(({ id }) => id)),
  };
  writeFileSync("store.json", JSON.stringify(store));
};
