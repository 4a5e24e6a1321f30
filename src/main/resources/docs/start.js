'use strict';

// Paths are relative to /docs. No validatorUrl: no requests to other hosts.
SwaggerUIBundle({
  url: 'openapi.yaml',
  dom_id: '#docs',
  deepLinking: true,
  filter: true,
  layout: 'BaseLayout',
  presets: [SwaggerUIBundle.presets.apis],
  queryConfigEnabled: false,
  tryItOutEnabled: false,
  validatorUrl: null,
});
