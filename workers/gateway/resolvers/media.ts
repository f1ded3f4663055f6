import { badUserInput } from "../graphql/errors.ts";
import type { MediaResolvers } from "../graphql/schema.generated.ts";
import { resizePicture } from "../http/resize-picture.ts";
import { limits } from "../policies/limits.ts";

export const media: MediaResolvers = {
  width: ({ width }) => width ?? null,
  height: ({ height }) => height ?? null,
  thumbHash: ({ thumbHash }) => thumbHash ?? null,
  resizedUrl: ({ url }, { width }, { pictureOrigin }) => {
    if (width < 1 || width > limits.pictureWidth) {
      throw badUserInput(`\`width\` must be between 1 and ${limits.pictureWidth}`, "width");
    }
    return resizePicture(url, { width, origin: pictureOrigin });
  },
};
